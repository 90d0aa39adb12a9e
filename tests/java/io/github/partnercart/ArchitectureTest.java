package io.github.partnercart;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.io.FileDescriptor;
import java.io.ObjectInputStream;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class ArchitectureTest {
  private static final String ROOT = "io.github.partnercart";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void packagesKnowOnlyThoseBelowThem() {
    LayeredArchitecture layers =
        layeredArchitecture().consideringOnlyDependenciesInLayers().layer("main").definedBy(ROOT);
    for (String name :
        new String[] {
          "json",
          "files",
          "http",
          "cart",
          "signin",
          "journal",
          "partnercenter",
          "command",
          "protocol",
          "sandbox",
          "options"
        }) {
      layers = layers.layer(name).definedBy(ROOT + "." + name + "..");
    }
    layers
        .whereLayer("main")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("json")
        .mayNotAccessAnyLayer()
        .whereLayer("http")
        .mayNotAccessAnyLayer()
        .whereLayer("files")
        .mayNotAccessAnyLayer()
        .whereLayer("cart")
        .mayOnlyAccessLayers("json")
        .whereLayer("signin")
        .mayOnlyAccessLayers("json", "files", "http")
        .whereLayer("journal")
        .mayOnlyAccessLayers("json", "files")
        .whereLayer("partnercenter")
        .mayOnlyAccessLayers("cart", "signin", "json", "http")
        .whereLayer("command")
        .mayOnlyAccessLayers("journal", "partnercenter", "signin", "cart", "json")
        .whereLayer("protocol")
        .mayOnlyAccessLayers("command", "json")
        .whereLayer("sandbox")
        .mayOnlyAccessLayers("cart", "json")
        // The types that options are read into.
        .whereLayer("options")
        .mayOnlyAccessLayers("command", "partnercenter", "signin", "sandbox")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void cartsKnowNothingButGson() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".cart..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..",
            "com.google.gson..",
            "com.google.errorprone.annotations..",
            "org.jspecify..",
            ROOT + ".cart..",
            ROOT + ".json..")
        .check(CLASSES);
  }

  @Test
  void onlyTheServiceAndTheSignInUseTheHttpClient() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".partnercenter..", ROOT + ".signin..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.net.http..")
        .check(CLASSES);
  }

  @Test
  void onlyTheSignInsBridgesUseMsalAndItsExtension() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".signin.msal..", ROOT + ".signin.cache..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.microsoft..", "com.sun.jna..")
        .check(CLASSES);
  }

  @Test
  void onlyOneClassKnowsTheBridgeToMsalAsItIsLoadedWithIt() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".signin.msal..")
        .and(not(belongToAnyOf(AppSignIn.class)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".signin.msal..")
        .check(CLASSES);
  }

  @Test
  void onlyMainUsesTheStandardStreamsAndEndsTheProcess() {
    noClasses()
        .that(not(belongToAnyOf(Main.class)))
        .should()
        .accessField(System.class, "in")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(FileDescriptor.class, "out")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "getenv")
        .check(CLASSES);
  }

  @Test
  void nothingThatIsReadNamesAType() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ObjectInputStream.class, Gson.class, GsonBuilder.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.beans..", "javax.script..", "javax.naming..", "java.rmi..")
        .orShould()
        .callMethod(Class.class, "forName", String.class)
        .check(CLASSES);
  }

  @Test
  void nothingStartsAProgramButTheBrowser() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.signin\\.SystemBrowser")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ProcessBuilder.class)
        .orShould()
        .callMethodWhere(target(owner(type(Runtime.class))).and(target(name("exec"))))
        .check(CLASSES);
  }
}
