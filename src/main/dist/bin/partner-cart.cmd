@echo off
rem Starts partner-cart with the Java it finds: its own, else %JAVA_HOME%'s, else the one on PATH.
rem PARTNER_CART_JAVA_OPTS is passed on to that Java.
setlocal
set "java=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
if exist "%~dp0..\java\bin\java.exe" set "java=%~dp0..\java\bin\java.exe"
if "%java%"=="java" (
  where java >nul 2>nul || (
    echo partner-cart: no Java found. Install Java 17 or later, or set JAVA_HOME to one. 1>&2
    exit /b 2
  )
)
"%java%" -XX:+UseSerialGC -Xms24m -XX:TieredStopAtLevel=1 -Xlog:disable -Xlog:all=error:stderr -XX:+DisplayVMOutputToStderr %PARTNER_CART_JAVA_OPTS% -cp "%~dp0..\lib\*" io.github.partnercart.Main %*
exit /b %ERRORLEVEL%
