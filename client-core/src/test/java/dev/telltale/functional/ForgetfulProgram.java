package dev.telltale.functional;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.rig.PlainProvider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A program that closes nothing, for {@link ExitTest}. */
final class ForgetfulProgram {
  private ForgetfulProgram() {}

  public static void main(String[] args) throws InterruptedException {
    ChatClient client = ChatClient.builder(PlainProvider.at(args[0])).maxConcurrentCalls(2).build();
    CountDownLatch told = new CountDownLatch(1);
    CompletableFuture<ChatResponse> running =
        client.streamAsync(ChatRequest.of("running"), event -> told.countDown());
    told.await();
    client.stream("open").iterator().next();
    CompletableFuture<ChatResponse> queued = client.chatAsync("queued");
    System.out.println("done: " + running.isDone() + ", " + queued.isDone());
  }
}
