package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.partnercart.partnercenter.PartnerRequest.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer means by its status, and by who has answered. */
class MeaningsTest {
  @ParameterizedTest
  @CsvSource({
    // The service's own codes are numbers, known or not.
    "403, 900999, CREATION, REJECTED",
    "403, 13605, CREATION, REJECTED",
    // What stands in between has names.
    "403, Forbidden, CREATION, OPEN",
    "404, ResourceNotFound, UPDATE, OPEN",
    "400, BadRequest, CREATION, REJECTED",
    // A refusal is one under any status.
    "200, 400072, CREATION, REJECTED",
    "201, 800062, CHECKOUT, REJECTED",
    // For now.
    "401, 800001, CREATION, LATER",
    "429, 429, CHECKOUT, LATER",
    "407, Proxy, UPDATE, LATER",
    "417, 900999, UPDATE, LATER",
    "409, 900278, CHECKOUT, LATER",
    // A conflict at a purchase may be an earlier request of it.
    "409, 900999, CREATION, OPEN",
    "409, 900999, UPDATE, LATER",
    "409, 27009, CREATION, REJECTED",
    "409, Conflict, UPDATE, LATER",
    "409, 800060, CHECKOUT, OPEN",
    "404, 20000, CHECKOUT, OPEN",
    // Outages, but for those that name the line item.
    "500, 800003, CREATION, OPEN",
    "500, 800031, CREATION, REJECTED",
    "503, 800031, CREATION, OPEN",
    "408, 900225, CREATION, OPEN",
    "302, 1, CREATION, OPEN",
  })
  void anAnswerMeans(int status, String code, Kind kind, Meaning meaning) {
    assertEquals(
        meaning,
        Meanings.of(
            FakeService.answer(status, "{\"code\":\"" + code + "\",\"description\":\"words\"}"),
            kind));
  }
}
