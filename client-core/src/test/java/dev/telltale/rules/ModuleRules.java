package dev.telltale.rules;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.TryCatchBlock;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules for packages and dependencies, applied to the main classes of the module whose tests
 * run. Each method fails with the classes that break its rule.
 */
public final class ModuleRules {
  private static final String EMPTY_NAMES = ".*(Util|Utils|Helper|Helpers|Manager|Impl)";

  private final JavaClasses classes;

  private ModuleRules(JavaClasses classes) {
    this.classes = classes;
  }

  public static ModuleRules ofThisModule() {
    return new ModuleRules(new ClassFileImporter().importPath(ModuleFolder.classes()));
  }

  /** No class of the module uses a class of the packages. */
  public ModuleRules never(String... packages) {
    noClasses().should().dependOnClassesThat().resideInAnyPackage(packages).check(classes);
    return this;
  }

  /** Only the named packages of the module use classes of the library. */
  public ModuleRules onlyIn(List<String> packages, String library) {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(classes);
    return this;
  }

  /** No class of the module uses what another module calls internal. */
  public ModuleRules staysOutOfOtherInternals() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.telltale..internal..").and(notIn(classes)))
        .check(classes);
    return this;
  }

  /** Outside the internal packages, only builders use what is internal. */
  public ModuleRules onlyBuildersReachInternals() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.telltale..internal..")
        .and()
        .doNotHaveSimpleName("Builder")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.telltale..internal..")
        .check(classes);
    return this;
  }

  /** The internal packages form no cycle among themselves. */
  public ModuleRules internalPackagesFormNoCycle() {
    slices().matching("dev.telltale..internal.(*)..").should().beFreeOfCycles().check(classes);
    return this;
  }

  /**
   * No code of the packages catches what a mistake of its own would throw: it would pass for bad
   * input. Throwable is left out, which the compiler catches for try-with-resources.
   */
  public ModuleRules mistakesAreNotCaught(String... packages) {
    Set<Class<?>> mistakes = Set.of(RuntimeException.class, Exception.class);
    assertThat(classes.that(resideInAnyPackage(packages)))
        .isNotEmpty()
        .flatExtracting(JavaClass::getCodeUnits)
        .flatExtracting(JavaCodeUnit::getTryCatchBlocks)
        .flatExtracting(TryCatchBlock::getCaughtThrowables)
        .noneMatch(caught -> mistakes.stream().anyMatch(caught::isEquivalentTo));
    return this;
  }

  /** No class of the module makes classes when it runs, by itself or by a library for it. */
  public ModuleRules makesNoClassesAtRuntime() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "net.bytebuddy..", "org.objectweb.asm..", "javassist..", "java.lang.classfile..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Proxy.class, InvocationHandler.class, LambdaMetafactory.class)
        .orShould()
        .beAssignableTo(ClassLoader.class)
        .orShould()
        .callMethodWhere(target(nameMatching("define(Hidden)?Class.*")))
        .check(classes);
    return this;
  }

  /** Only the named classes of the module, and what is nested in them, use reflection. */
  public ModuleRules reflectionOnlyIn(Set<String> names) {
    noClasses()
        .that(
            DescribedPredicate.describe(
                "are not among " + names,
                type -> !names.contains(type.getName().replaceFirst("\\$.*", ""))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.reflect..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.lang\\.invoke\\.(MethodHandles?|VarHandle)")
        .orShould()
        .callMethodWhere(
            target(owner(equivalentTo(Class.class)))
                .and(
                    target(
                        nameMatching(
                            "forName|newInstance|get(Declared)?(Methods?|Fields?|Constructors?)"
                                + "|getRecordComponents|getPermittedSubclasses"))))
        .check(classes);
    return this;
  }

  /** No type is named after its being useful. */
  public ModuleRules typesAreNamedForWhatTheyAre() {
    noClasses().should().haveNameMatching(EMPTY_NAMES).check(classes);
    return this;
  }

  /**
   * Every package has docs and is null-marked, and the first line of an internal package says that
   * it is internal.
   */
  public ModuleRules packagesAreDocumented() throws IOException {
    try (Stream<Path> folders = Files.walk(ModuleFolder.sources())) {
      assertThat(folders.filter(ModuleRules::holdsTypes))
          .isNotEmpty()
          .allSatisfy(ModuleRules::assertDocumented);
    }
    return this;
  }

  private static boolean holdsTypes(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertDocumented(Path folder) throws IOException {
    Path info = folder.resolve("package-info.java");
    assertThat(info).exists();
    String text = Files.readString(info);
    assertThat(text).as("%s", info).contains("/**").contains("@NullMarked\npackage ");
    if (folder.toString().contains("internal")) {
      String firstLine =
          text.lines().filter(line -> line.matches(" ?/?\\*.*\\w.*")).findFirst().orElse("");
      assertThat(firstLine).as("first line of %s", info).containsIgnoringCase("internal");
    }
  }

  private static DescribedPredicate<JavaClass> notIn(JavaClasses classes) {
    return DescribedPredicate.describe(
        "belong to another module", type -> !classes.contain(type.getName()));
  }
}
