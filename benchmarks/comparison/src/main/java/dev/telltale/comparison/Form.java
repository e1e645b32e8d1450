package dev.telltale.comparison;

import dev.telltale.rig.fault.Moment;

/** How a call is made, and when the fault meets it. */
enum Form {
  WHOLE("Whole answer", Moment.WHOLE, "WHOLE"),
  ASYNC("Whole answer, asynchronously", Moment.WHOLE, "ASYNC"),
  STREAM_OPENING("Stream, before its first event", Moment.BEFORE_FIRST_EVENT, "STREAM"),
  STREAM_BEGUN("Stream, after its first event", Moment.AFTER_FIRST_EVENT, "STREAM");

  final String title;
  final Moment moment;
  final String command;

  Form(String title, Moment moment, String command) {
    this.title = title;
    this.moment = moment;
    this.command = command;
  }

  boolean whole() {
    return moment == Moment.WHOLE;
  }
}
