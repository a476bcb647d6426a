package io.jenkins.plugins.monai.engine;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packages below a root as rooms. What a room shows is what is public in it; a room within a package shows it to that
 * package and its other rooms, and to the rest of the world only its doors.
 */
final class Rooms {

    private final JavaClasses classes;
    private final String root;
    private final Map<String, Set<String>> users = new HashMap<>();

    Rooms(JavaClasses classes, String root) {
        this.classes = classes;
        this.root = root;
        classes.stream()
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .forEach(d -> users.computeIfAbsent(topLevelName(d.getTargetClass()), c -> new HashSet<>())
                        .add(d.getOriginClass().getPackageName()));
    }

    private Stream<JavaClass> topLevel() {
        return classes.stream()
                .filter(c -> c.isTopLevelClass() && isBelow(c.getPackageName(), root))
                .filter(c -> !c.getSimpleName().equals("package-info"));
    }

    private static boolean isBelow(String name, String parent) {
        return name.equals(parent) || name.startsWith(parent + ".");
    }

    /** The names of the packages, without the root. */
    Set<String> names() {
        return topLevel()
                .map(c -> name(c.getPackageName()))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String name(String packageName) {
        return packageName.equals(root) ? "" : packageName.substring(root.length() + 1);
    }

    /** Simple names that two or more classes bear, with their packages. */
    Map<String, Set<String>> twins() {
        Map<String, Set<String>> packages = new TreeMap<>();
        topLevel()
                .forEach(c -> packages.computeIfAbsent(c.getSimpleName(), n -> new TreeSet<>())
                        .add(name(c.getPackageName())));
        packages.values().removeIf(of -> of.size() == 1);
        return packages;
    }

    /** Classes that are public though nothing outside their package knows them. */
    Set<String> needlesslyPublic() {
        Set<JavaClass> spoken = classes.stream()
                .filter(c -> isPublic(c) && isBelow(c.getPackageName(), root))
                .flatMap(Rooms::signatures)
                .collect(Collectors.toSet());
        return topLevel()
                .filter(c -> isPublic(c) && !spoken.contains(c))
                .filter(c -> users(c).noneMatch(user -> !user.equals(c.getPackageName())))
                .map(c -> c.getName().substring(root.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What whoever uses the class comes to hold, or has to give. */
    private static Stream<JavaClass> signatures(JavaClass of) {
        Stream<JavaCodeUnit> open =
                of.getCodeUnits().stream().filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC));
        return open.flatMap(
                        unit -> Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType())))
                .filter(type -> !topLevelName(type).equals(topLevelName(of)));
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC);
    }

    /** The packages that use the class, or one nested in it. */
    private Stream<String> users(JavaClass of) {
        return users.getOrDefault(of.getName(), Set.of()).stream();
    }

    private static String topLevelName(JavaClass of) {
        return of.getName().replaceFirst("\\$.*", "");
    }

    /** Of each room within a package the classes that are used from outside of that package. */
    Map<String, Set<String>> doors() {
        Map<String, Set<String>> doors = new TreeMap<>();
        topLevel().filter(c -> name(c.getPackageName()).contains(".")).forEach(c -> {
            String room = name(c.getPackageName());
            String house = root + "." + room.substring(0, room.indexOf('.'));
            if (users(c).anyMatch(user -> !isBelow(user, house))) {
                doors.computeIfAbsent(room, r -> new TreeSet<>()).add(c.getSimpleName());
            }
        });
        return doors;
    }

    List<String> cycles() {
        ArchRule rule = slices().matching(root + ".(**)").should().beFreeOfCycles();
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}
