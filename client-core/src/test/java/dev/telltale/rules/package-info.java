/**
 * Rules that the build holds every module to, for the tests of all modules; start with {@link
 * dev.telltale.rules.ModuleRules}.
 */
package dev.telltale.rules;
