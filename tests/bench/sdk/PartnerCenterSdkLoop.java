import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.store.partnercenter.IAggregatePartner;
import com.microsoft.store.partnercenter.IPartnerCredentials;
import com.microsoft.store.partnercenter.PartnerService;
import com.microsoft.store.partnercenter.models.carts.Cart;
import com.microsoft.store.partnercenter.models.carts.CartLineItem;
import com.microsoft.store.partnercenter.models.products.BillingCycleType;
import com.microsoft.store.partnercenter.requestcontext.IRequestContext;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.joda.time.DateTime;

/**
 * The same commands through Microsoft's SDK for Java, in as little code as it takes.
 *
 * <p>Arguments: the service's address, and how many commands are in flight at once.
 */
final class PartnerCenterSdkLoop {
  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);
  private static final ObjectMapper JSON = new ObjectMapper();

  private PartnerCenterSdkLoop() {}

  public static void main(String[] args) throws Exception {
    PartnerService.getInstance().setApiRootUrl(args[0]);
    IAggregatePartner partner =
        PartnerService.getInstance().createPartnerOperations(new GivenToken());
    int concurrency = Integer.parseInt(args[1]);
    ExecutorService workers = Executors.newFixedThreadPool(concurrency);
    Semaphore free = new Semaphore(concurrency);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String command = line;
      free.acquire();
      workers.execute(
          () -> {
            run(partner, command);
            free.release();
          });
    }
    workers.shutdown();
    workers.awaitTermination(1, TimeUnit.MINUTES);
    System.exit(0);
  }

  private static void run(IAggregatePartner partner, String command) {
    try {
      JsonNode parameters = JSON.readTree(command).get("Parameters");
      List<CartLineItem> lineItems = new ArrayList<>();
      for (JsonNode written : parameters.get("LineItems")) {
        lineItems.add(lineItem(written));
      }
      Cart cart = new Cart();
      cart.setLineItems(lineItems);
      Cart created =
          partner
              .getCustomers()
              .byId(parameters.get("CustomerId").asText())
              .getCarts()
              .create(cart);
      String lines = created.getId() + " " + created.getLineItems().iterator().next().getQuantity();
      byte[] line = (lines + "\n").getBytes(StandardCharsets.UTF_8);
      synchronized (OUT) {
        OUT.write(line);
      }
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static CartLineItem lineItem(JsonNode written) {
    CartLineItem lineItem = new CartLineItem();
    lineItem.setBillingCycle(BillingCycleType.ONE_TIME);
    lineItem.setCatalogItemId(written.get("CatalogItemId").asText());
    lineItem.setFriendlyName(written.get("FriendlyName").asText());
    lineItem.setQuantity(written.get("Quantity").asInt());
    Map<String, String> context = new HashMap<>();
    written
        .get("ProvisioningContext")
        .fields()
        .forEachRemaining(entry -> context.put(entry.getKey(), entry.getValue().asText()));
    lineItem.setProvisioningContext(context);
    return lineItem;
  }

  /** A token that is there already, as in all other runs. */
  private static final class GivenToken implements IPartnerCredentials {
    @Override
    public String getPartnerServiceToken() {
      return "x";
    }

    @Override
    public DateTime getExpiresAt() {
      return DateTime.now().plusHours(1);
    }

    @Override
    public boolean isExpired() {
      return false;
    }

    @Override
    public void onCredentialsRefreshNeeded(
        IPartnerCredentials credentials, IRequestContext context) {}
  }
}
