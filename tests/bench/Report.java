import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What was measured: printed as Markdown tables, row by row, and written as JSON at the end. */
final class Report {
  private final JsonObject json = new JsonObject();
  private JsonArray rows = new JsonArray();
  private List<String> columns = List.of();

  void tell(String name, String value) {
    json.addProperty(name, value);
    System.out.println("- " + name + ": " + value);
  }

  void table(String title, String... names) {
    rows = new JsonArray();
    json.add(title, rows);
    columns = List.of(names);
    System.out.println("\n### " + title + "\n");
    System.out.println("| " + String.join(" | ", columns) + " |");
    System.out.println("|---" + "|--:".repeat(columns.size() - 1) + "|");
  }

  void row(Object... cells) {
    JsonObject row = new JsonObject();
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] instanceof Samples samples) {
        JsonObject spread = new JsonObject();
        spread.addProperty("median", samples.median());
        spread.addProperty("least", samples.least());
        spread.addProperty("most", samples.most());
        spread.addProperty("n", samples.values().length);
        row.add(columns.get(i), spread);
        line.append(
            " %s (%s–%s) |"
                .formatted(
                    number(samples.median()), number(samples.least()), number(samples.most())));
      } else if (cells[i] instanceof Double value) {
        row.addProperty(columns.get(i), value);
        line.append(' ').append(value.isNaN() ? "" : number(value)).append(" |");
      } else {
        row.addProperty(columns.get(i), cells[i].toString());
        line.append(' ').append(cells[i]).append(" |");
      }
    }
    rows.add(row);
    System.out.println(line);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }

  void write(Path file) throws IOException {
    String text =
        new GsonBuilder()
            .setPrettyPrinting()
            .serializeSpecialFloatingPointValues()
            .create()
            .toJson(json);
    Files.writeString(file, text + "\n");
    System.out.println("\nThe same as JSON: " + file);
  }
}
