package io.github.partnercart.partnercenter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
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
    assertEquals(fault(code, description), Fault.of(body.replace('\'', '"').getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>502</html>", "[1]", "\"text\"", "{\"code\":", "  Denied \n"})
  void anotherBodyIsItsText(String body) {
    assertEquals(fault(null, body.strip()), Fault.of(body.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n"})
  void anEmptyBodySaysNothing(String body) {
    assertEquals(fault(null, null), Fault.of(body.getBytes(UTF_8)));
  }

  @Test
  void aLongTextIsCutAndSaysSo() {
    String most = "x".repeat(1024);

    assertEquals(fault(null, most), Fault.of(most.getBytes(UTF_8)));
    assertEquals(fault(null, most + "…"), Fault.of((most + "x").getBytes(UTF_8)));
    assertEquals(
        fault(null, most + "…"), Fault.of(("{\"description\":\"" + most + "x\"}").getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'code':'2000','description':'x','data':['a',{'b':1}]} | ['a',{'b':1}]",
        "{'Message':'x','ModelState':{'cart.lineItems':['wrong']}} | [{'cart.lineItems':['wrong']}]",
        "{'title':'t','errors':{'a':['b']},'detail':'x'} | [{'a':['b']}]",
        "{'error':{'message':'x','errors':['e']}} | ['e']",
        "{'description':'x','data':'one'} | ['one']",
        "{'description':'x','data':null} | []",
      })
  void reasonsOfTheServiceAreFound(String body, String data) {
    Fault fault = Fault.of(body.replace('\'', '"').getBytes(UTF_8));
    assertEquals("x", fault.description());
    assertEquals(data.replace('\'', '"'), fault.data().toString());
  }

  @Test
  void reasonsThatAreTooLongAreLeftOut() {
    String body = "{\"description\":\"x\",\"data\":[\"" + "a".repeat(20_000) + "\"]}";
    assertEquals(fault(null, "x"), Fault.of(body.getBytes(UTF_8)));
  }

  private static Fault fault(String code, String description) {
    return new Fault(code, description, new JsonArray(), false);
  }
}
