/**
 * A simulated Partner Center on loopback with real HTTP, which sells nothing and keeps everything
 * in memory.
 *
 * <p>Documented by Microsoft and kept here: the addresses and methods of the cart operations; 201
 * for a new cart and for a checkout, 200 for a cart that is read or updated; the members of Cart,
 * CartLineItem, CartError, CartCheckoutResult and of a fault's body; {@code MS-RequestId} as the
 * key of idempotency; the fault codes 20002, 800001, 800002, 800003, 800008, 800009, 800064 and
 * 800065; 429 with {@code Retry-After}; a cart's life of 7 days; member names read without regard
 * to case.
 *
 * <p><b>Invented, so never to be taken for Partner Center's behaviour:</b>
 *
 * <ul>
 *   <li><b>Catalog.</b> An item is known when its id has the shape {@code product:sku:availability}
 *       (letters, digits and hyphens), is a GUID, or is {@code MS-AZR-} with letters, digits and
 *       hyphens behind it. Anything else, and any id that starts with {@code UNKNOWN}, gives the
 *       line item the error 10001.
 *   <li><b>Line items.</b> The error 10010 for a quantity that is missing or under 1, for a billing
 *       cycle other than {@code unknown}, {@code monthly}, {@code annual}, {@code triennial},
 *       {@code biennial}, {@code none}, {@code one_time} (or 0 to 6), and for a term other than
 *       {@code P1M}, {@code P1Y}, {@code P3Y}. No billing cycle and no term are fine. A quantity
 *       that is no 32-bit whole number is a 400. Ids are positions. The currency is USD unless the
 *       client names one. Items of one billing cycle and currency share an order group, unless the
 *       client names one.
 *   <li><b>Customers.</b> Every GUID is a customer, except {@code
 *       00000000-0000-0000-0000-000000000403}, which gives 403 with code 20002.
 *   <li><b>Tokens.</b> Any Bearer token will do.
 *   <li><b>Refusals.</b> 400 with code 800002 for a customer id that is no GUID, for a body that is
 *       not a JSON object in UTF-8, and for line items that are missing, empty or not objects; 404
 *       with code 1000 for any other address; the fault bodies of 405, 413 and 415; the wording of
 *       most descriptions; the values of {@code MS-CV} and {@code MS-ServerId}.
 *   <li><b>Carts.</b> A PUT replaces line items and unknown members; ids, time stamps, status and
 *       links stay the sandbox's own. Another {@code id} in the body is a 400, and so is a PUT to a
 *       cart that was submitted (800065). The last user is always the same. Carts do not expire
 *       while the sandbox runs.
 *   <li><b>Checkout.</b> Every order group becomes one order, which is pending, unless an item or
 *       add-on in it has an error: then it is an order error with that item's code. Errors alone
 *       are 400 with code 800009, and the cart stays Active. A second checkout answers with the
 *       same orders, and tries those again that failed. What an order holds beyond the documented
 *       examples, its ids and its prices mean nothing.
 *   <li><b>Scenarios.</b> The item {@code SCENARIO:<name>:<anything>} provokes what its name says:
 *       {@code 13605}, {@code 900206} (unless the cart has the partner's statement) and {@code
 *       900421} refuse the cart; {@code 400019} refuses its checkout; {@code 800060} and {@code
 *       800064} refuse the first one; {@code pending-review} and {@code pending-po-upload} are the
 *       status of the order; {@code order-fails-once} fails at the first checkout.
 *   <li><b>Idempotency.</b> Every POST and PUT with an {@code MS-RequestId} is done once; the same
 *       id answers with the stored status and body, for as long as the sandbox runs, and waits for
 *       the first where that is still under way. Business failures are stored too; 401, 404 of
 *       another path, 405, 413, 415, 429 and injected faults are not. The same id with another
 *       method, path or body is 400 with code 800002. Without the header nothing is remembered.
 *   <li><b>Limits.</b> A body over 4 MiB is 413. Answers over 1 KiB are gzipped where the client
 *       allows it. Only checkouts take a body of any content, and they ignore it.
 *   <li><b>Throttling.</b> One limit for all callers, with a burst of one second's worth. Requests
 *       that are turned away draw no fault.
 *   <li><b>Faults.</b> With the given probability a request suffers one of: connection dropped
 *       before the work; dropped after the work; 500, 502, 503 or 504 before the work; 503 after
 *       the work; up to 300 ms of delay, during which its cart is held, so that another PUT or
 *       checkout of this cart gets 409. Each of these five is as likely as the others. What the
 *       n-th request suffers follows from the seed alone; when requests run at once, which of them
 *       is the n-th is up to chance.
 *   <li><b>Statistics.</b> {@code GET /sandbox/statistics} answers with counts, without a token,
 *       throttling or faults, and is not counted itself.
 * </ul>
 */
@NullMarked
package io.github.partnercart.sandbox;

import org.jspecify.annotations.NullMarked;
