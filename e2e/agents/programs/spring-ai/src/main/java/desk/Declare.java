package desk;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Tells the stand-in what the program does: it goes to the truth file of the capture. */
final class Declare {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Declare() {}

  static void facts(Map<String, Object> facts) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(System.getenv("STAND_IN_URL") + "/declare"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(facts)))
            .build();
    CLIENT.send(request, HttpResponse.BodyHandlers.discarding());
  }
}
