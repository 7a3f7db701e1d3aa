package desk;

import java.util.Map;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;

class Weather {
  record Report(String city, int celsius, String sky) {}

  @Tool(description = "Tells the weather in a city.")
  Report getWeather(@ToolParam(description = "Name of the city") String city) throws Exception {
    var arguments = Map.of("city", city);
    if (city.equals("Atlantis")) {
      var message = "No weather station in Atlantis.";
      Declare.facts(
          Map.of("tool", Map.of("name", "getWeather", "arguments", arguments, "error", message)));
      throw new IllegalStateException(message);
    }
    var result = new Report(city, city.equals("Paris") ? 21 : 18, "clear");
    Declare.facts(
        Map.of("tool", Map.of("name", "getWeather", "arguments", arguments, "result", result)));
    return result;
  }
}
