package dev.telltale.internal.telemetry;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;

/** What one model is asked. */
record Inference(
    ChatProvider provider,
    ChatRequest request,
    String model,
    CallOptions options,
    AnswerForm form) {}
