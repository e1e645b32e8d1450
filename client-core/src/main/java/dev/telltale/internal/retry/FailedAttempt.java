package dev.telltale.internal.retry;

import dev.telltale.internal.retry.Attempt.Progress;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ErrorDetails;

/**
 * An attempt that failed, with all that decides over the next one.
 *
 * @param number from 1
 * @param progress how far the attempt came
 */
public record FailedAttempt(int number, AnswerForm form, ErrorDetails failure, Progress progress) {}
