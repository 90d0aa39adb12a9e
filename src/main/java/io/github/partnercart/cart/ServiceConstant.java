package io.github.partnercart.cart;

import com.google.gson.JsonPrimitive;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** One of a set of values that the service, and .NET, know by a name and by a number. */
interface ServiceConstant {
  String name();

  String number();

  /**
   * Finds one as it is seen on the wire: {@code OneTime}, {@code oneTime}, {@code one_time}, in any
   * case, or the .NET enum's number.
   */
  static <T extends ServiceConstant> Optional<T> find(T[] values, JsonPrimitive value) {
    String text = normal(value.getAsString());
    return Arrays.stream(values)
        .filter(known -> normal(known.name()).equals(text) || known.number().equals(text))
        .findFirst();
  }

  private static String normal(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** The names, for messages. */
  static String names(ServiceConstant... values) {
    return Arrays.stream(values).map(ServiceConstant::name).collect(Collectors.joining(", "));
  }
}
