package io.github.partnercart;

public final class Main {
  private Main() {}

  public static void main(String[] args) {}
}
