package dev.telltale.testing;

/**
 * One request with its place in the order of arrival, from which all ids are made.
 *
 * @param number counts from 1
 */
record Exchange(long number, ReceivedRequest request) {
  private static final String UNNAMED_MODEL = "scripted-model";

  String responseId() {
    return "chatcmpl-scripted-" + number;
  }

  String requestId() {
    return "req_scripted_" + number;
  }

  String model() {
    String model = request.model();
    return model != null ? model : UNNAMED_MODEL;
  }
}
