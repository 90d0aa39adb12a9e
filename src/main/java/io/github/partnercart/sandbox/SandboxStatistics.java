package io.github.partnercart.sandbox;

/**
 * What a sandbox has done since its start.
 *
 * @param cartsCreated carts that exist
 * @param ordersPlaced orders of all checkouts
 * @param requests requests that arrived, whatever became of them
 * @param faultsInjected requests that suffered a fault
 * @param throttled requests that were answered 429
 */
public record SandboxStatistics(
    long cartsCreated, long ordersPlaced, long requests, long faultsInjected, long throttled) {}
