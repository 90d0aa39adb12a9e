package io.github.partnercart.command;

import com.google.gson.JsonObject;
import io.github.partnercart.cart.Cart;
import io.github.partnercart.cart.UnknownValue;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.SignInException;
import java.util.List;
import java.util.Optional;

/** A cmdlet with its parameters bound and checked. */
public sealed interface Cmdlet {
  /** A cmdlet that changes something at the service. */
  sealed interface Change extends Cmdlet {
    String customerId();

    /** What ShouldProcess names as the target of the operation. */
    String target();

    /** The values that only the service can judge. */
    default List<UnknownValue> unknownValues() {
      return List.of();
    }
  }

  /** Creates a cart. */
  non-sealed interface Creation extends Change {
    /** The cart that is sent, service-shaped. */
    JsonObject body();
  }

  /** Changes a cart that is there. */
  non-sealed interface Update extends Change {
    String cart();

    /** The cart as it is to be, made from what it is now. */
    Cart changed(Cart present);

    /**
     * Whether the cart must still be what it was if the update is sent in another run, as it
     * replaces what stands in it.
     */
    boolean replaces();

    @Override
    default Optional<String> cartId() {
      return Optional.of(cart());
    }
  }

  /** Places the orders of a cart. */
  non-sealed interface Checkout extends Change {
    String cart();

    @Override
    default Optional<String> cartId() {
      return Optional.of(cart());
    }
  }

  /** Reads a cart. */
  non-sealed interface Read extends Cmdlet {
    String customerId();

    String cart();

    @Override
    default Optional<String> cartId() {
      return Optional.of(cart());
    }
  }

  /** Works on who is signed in, or shows it. */
  non-sealed interface OfSession extends Cmdlet {
    /**
     * Does what it is for.
     *
     * @throws PartnerCenterException if the service does not answer what it is asked
     * @throws SignInException if it can't be done
     * @throws InterruptedException if the command was stopped
     */
    JsonObject invoke(SessionCall call)
        throws PartnerCenterException, SignInException, InterruptedException;
  }

  /** Stops another command; it is run where it is read. */
  non-sealed interface Stop extends Cmdlet {
    /** The Id of the command to stop, as JSON text. */
    String id();
  }

  /** The cart that the cmdlet works on, on which no two may work at once. */
  default Optional<String> cartId() {
    return Optional.empty();
  }
}
