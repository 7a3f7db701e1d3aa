package desk;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.vectorstore.QuestionAnswerAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring AI's chat client with tools, memory and retrieval, observed by Micrometer. */
@SpringBootApplication
public class Program {
  private static final String QUESTION = "According to the handbook, when does the office open?";

  public static void main(String[] args) throws Exception {
    var application = new SpringApplication(Program.class);
    application.setDefaultProperties(
        Map.ofEntries(
            Map.entry("spring.application.name", "weather-desk"),
            Map.entry("spring.main.web-application-type", "none"),
            Map.entry("spring.reactor.context-propagation", "auto"),
            Map.entry("spring.ai.openai.api-key", "not-a-key"),
            Map.entry("spring.ai.openai.base-url", "${OPENAI_BASE_URL}"),
            Map.entry("spring.ai.openai.embedding.options.model", "text-embedding-3-small"),
            Map.entry("spring.ai.retry.max-attempts", "1"),
            Map.entry("spring.ai.tools.observations.include-content", "true"),
            Map.entry("management.tracing.sampling.probability", "1.0"),
            Map.entry("management.otlp.metrics.export.enabled", "false"),
            Map.entry(
                "management.opentelemetry.tracing.export.otlp.endpoint",
                "${OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces")));
    try (var context = application.run(args)) {
      var embeddings = context.getBean(EmbeddingModel.class);
      var observed = context.getBean(ObservationRegistry.class);
      var store = SimpleVectorStore.builder(embeddings).observationRegistry(observed).build();
      run(context.getBean(ChatClient.Builder.class), store, observed);
    }
  }

  private static void run(
      ChatClient.Builder builder, SimpleVectorStore store, ObservationRegistry observed)
      throws Exception {
    var options = OpenAiChatOptions.builder().model("gpt-4o-mini").temperature(0.2).maxTokens(500);
    var memory = MessageChatMemoryAdvisor.builder(MessageWindowChatMemory.builder().build()).build();
    var client =
        builder
            .defaultSystem("You are a weather expert.")
            .defaultOptions(options)
            .defaultTools(new Weather())
            .build();

    for (var question :
        List.of("What is the weather in Paris and Tokyo?", "Thank you. What is a trace?")) {
      Declare.facts(Map.of("trace", "begin", "session", "session-spring"));
      client
          .prompt(question)
          .advisors(memory)
          .advisors(advisor -> advisor.param(ChatMemory.CONVERSATION_ID, "session-spring"))
          .call()
          .content();
    }

    Declare.facts(Map.of("trace", "begin"));
    client.prompt("What is the weather in Oslo?").stream().content().collectList().block();

    Declare.facts(Map.of("trace", "begin"));
    client.prompt("What is the weather in Atlantis?").call().content();

    Declare.facts(Map.of("trace", "begin"));
    Observation.createNotStarted("handbook", observed)
        .observeChecked(() -> askHandbook(client, store));

    Declare.facts(Map.of("trace", "begin"));
    try {
      client.prompt("Cause a server error.").call().content();
    } catch (RuntimeException error) {
      Declare.facts(Map.of("modelError", error.getClass().getSimpleName()));
    }
  }

  private static void askHandbook(ChatClient client, SimpleVectorStore store) throws Exception {
    var texts = List.of("The office opens at nine.", "The canteen closes at two.");
    store.add(texts.stream().map(Document::new).toList());
    var retriever = QuestionAnswerAdvisor.builder(store).build();
    var response = client.prompt(QUESTION).advisors(retriever).call().chatClientResponse();
    @SuppressWarnings("unchecked")
    var found =
        (List<Document>) response.context().get(QuestionAnswerAdvisor.RETRIEVED_DOCUMENTS);
    var documents = found.stream().map(one -> Map.of("content", one.getText())).toList();
    Declare.facts(Map.of("retrieval", Map.of("query", QUESTION, "documents", documents)));
  }
}
