/**
 * Records in and out of a model: answers as values of a type, and tools that run.
 *
 * <p>Start with {@code client.answering(type)} for an answer of a type, and with {@link
 * dev.telltale.tools.JsonType} for what a type is to a model. Types are looked at by reflection
 * once, when a {@code JsonType} is made; no code is generated.
 */
@NullMarked
package dev.telltale.tools;

import org.jspecify.annotations.NullMarked;
