package io.github.partnercart.partnercenter;

import java.util.UUID;

/**
 * A purchase or change that is to be sent.
 *
 * @param requestId the MS-RequestId of its first request
 * @param isOpen whether an earlier request may have done it, so that no rejection proves that
 *     nothing happened
 * @param keepsRequestId whether each retry has the same MS-RequestId, also after an answer that
 *     proves that nothing was done
 * @param repeat how it can be repeated if its outcome is unknown
 * @param log stores its requests
 */
public record Change(
    UUID requestId, boolean isOpen, boolean keepsRequestId, Repeat repeat, ChangeLog log) {}
