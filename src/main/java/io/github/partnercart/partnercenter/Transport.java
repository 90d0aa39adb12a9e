package io.github.partnercart.partnercenter;

/** Sends one request once. */
interface Transport {
  /**
   * Sends the request and waits for the whole answer.
   *
   * @throws LostAnswerException if there is none
   */
  HttpAnswer send(PartnerRequest request, Call call, String accessToken) throws LostAnswerException;
}
