package dev.telltale.tools;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What is made of the result of a call, as a future whose completion by others ends the call. */
final class EndingFuture {
  private EndingFuture() {}

  /** Returns a future of what is made of the result; whatever that throws fails it. */
  static <A, B> CompletableFuture<B> of(
      CompletableFuture<A> call, Function<? super A, ? extends B> made) {
    CompletableFuture<B> result = new CompletableFuture<>();
    CompletableFuture<?> unused =
        call.whenComplete(
            (value, failure) -> {
              if (failure != null) {
                result.completeExceptionally(failure);
                return;
              }
              try {
                result.complete(made.apply(value));
              } catch (RuntimeException | Error bug) {
                result.completeExceptionally(bug);
              }
            });
    endWith(result, call);
    return result;
  }

  /** From now on the call ends when the result is there, whoever brought it. */
  static void endWith(CompletableFuture<?> result, CompletableFuture<?> call) {
    CompletableFuture<?> unused = result.whenComplete((value, failure) -> call.cancel(true));
  }
}
