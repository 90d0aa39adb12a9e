import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The least that a Java program can do instead: reads the same commands, POSTs their line items,
 * parses the answer and writes it. Checks nothing, keeps no order, and repeats a request that fails
 * (of many thousands, Java's client sends one on a connection that it has just closed).
 *
 * <p>Arguments: the service's address, and how many commands are in flight at once. A line that is
 * a number is answered with the nanoseconds of so many calls one after another, without the pipe.
 */
final class HttpClientLoop {
  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String endpoint;
  private String last = "";

  private HttpClientLoop(String endpoint) {
    this.endpoint = endpoint;
  }

  public static void main(String[] args) throws Exception {
    HttpClientLoop loop = new HttpClientLoop(args[0]);
    int concurrency = Integer.parseInt(args[1]);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (concurrency == 1) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        loop.run(line);
      }
      System.exit(0);
    }
    ExecutorService workers = Executors.newFixedThreadPool(concurrency);
    Semaphore free = new Semaphore(concurrency);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String command = line;
      free.acquire();
      workers.execute(
          () -> {
            loop.run(command);
            free.release();
          });
    }
    workers.shutdown();
    workers.awaitTermination(1, TimeUnit.MINUTES);
    System.exit(0);
  }

  private void run(String line) {
    try {
      if (Character.isDigit(line.charAt(0))) {
        write(times(Integer.parseInt(line)));
        return;
      }
      last = line;
      write(call(line).toString());
    } catch (IOException | InterruptedException e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private String times(int calls) throws IOException, InterruptedException {
    StringBuilder times = new StringBuilder();
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      String unused = call(last).toString();
      times.append(System.nanoTime() - start).append(' ');
    }
    return times.toString();
  }

  private static void write(String answer) throws IOException {
    byte[] line = (answer + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (OUT) {
      OUT.write(line);
    }
  }

  private JsonElement call(String line) throws IOException, InterruptedException {
    JsonObject parameters =
        JsonParser.parseString(line).getAsJsonObject().getAsJsonObject("Parameters");
    JsonObject body = new JsonObject();
    body.add("lineItems", parameters.get("LineItems"));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    endpoint
                        + "/v1/customers/"
                        + parameters.get("CustomerId").getAsString()
                        + "/carts"))
            .header("Authorization", "Bearer x")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    return JsonParser.parseString(answer(request));
  }

  private String answer(HttpRequest request) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      } catch (IOException e) {
        if (attempt == 4) {
          throw e;
        }
      }
    }
  }
}
