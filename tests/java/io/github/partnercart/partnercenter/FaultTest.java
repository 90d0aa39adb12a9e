package io.github.partnercart.partnercenter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a failure's body. */
class FaultTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        // The service's own, its code as a string or a number.
        "{'code':'800060','description':'In use.','data':[],'source':'PartnerFD'} | 800060 | In use.",
        "{'code':800060,'description':'In use.'} | 800060 | In use.",
        "{'Code':'800060','Description':'In use.'} | 800060 | In use.",
        "{'code':'','description':'In use.'} | none | In use.",
        "{'code':null,'description':' '} | none | none",
        "{'code':['1'],'description':{'x':1}} | none | none",
        // Of a line item.
        "{'errorCode':10001,'errorDescription':'x','errorMessage':'No.'} | 10001 | No.",
        "{'code':'1','errorCode':'2','description':'a','message':'b','errorMessage':'c'} | 1 | a",
        "{'errorMessage':'c','message':'b'} | none | b",
        // Throttling.
        "{'statusCode':429,'message':'Rate limit is exceeded.'} | none | Rate limit is exceeded.",
        // OData's, as Microsoft's gateways answer it.
        "{'error':{'code':'Denied','message':'No token.'}} | Denied | No token.",
        "{'error':'invalid_token','message':'Expired.'} | none | Expired.",
        "{} | none | none"
      })
  void aFaultIsReadInEachForm(String body, String code, String description) {
    assertEquals(new Fault(code, description), Fault.of(body.replace('\'', '"').getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>502</html>", "[1]", "\"text\"", "{\"code\":", "  Denied \n"})
  void anotherBodyIsItsText(String body) {
    assertEquals(new Fault(null, body.strip()), Fault.of(body.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n"})
  void anEmptyBodySaysNothing(String body) {
    assertEquals(new Fault(null, null), Fault.of(body.getBytes(UTF_8)));
  }

  @Test
  void aLongTextIsCutAndSaysSo() {
    String most = "x".repeat(500);

    assertEquals(new Fault(null, most), Fault.of(most.getBytes(UTF_8)));
    assertEquals(new Fault(null, most + "…"), Fault.of((most + "x").getBytes(UTF_8)));
    assertEquals(
        new Fault(null, most + "…"),
        Fault.of(("{\"description\":\"" + most + "x\"}").getBytes(UTF_8)));
  }
}
