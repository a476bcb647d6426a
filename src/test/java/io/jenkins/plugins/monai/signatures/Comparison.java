package io.jenkins.plugins.monai.signatures;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds a class compiled from a signature against the genuine one, as the linker of the JVM would. */
final class Comparison {

    private final Class<?> signature;
    private final Class<?> genuine;
    private final List<String> differences = new ArrayList<>();

    private Comparison(Class<?> signature, Class<?> genuine) {
        this.signature = signature;
        this.genuine = genuine;
    }

    /** What would fail at run time though it compiled; empty when the signature is right. */
    static List<String> differences(Class<?> signature, ClassLoader genuineLoader) {
        try {
            return differences(signature, Class.forName(signature.getName(), false, genuineLoader));
        } catch (ClassNotFoundException e) {
            return List.of(signature.getName() + " does not exist");
        }
    }

    static List<String> differences(Class<?> signature, Class<?> genuine) {
        return new Comparison(signature, genuine).compare();
    }

    private List<String> compare() {
        kind();
        supertypes();
        for (Field field : signature.getDeclaredFields()) {
            if (isUsable(field) && !field.getName().equals("serialVersionUID")) {
                field(field);
            }
        }
        for (Constructor<?> constructor : signature.getDeclaredConstructors()) {
            if (isUsable(constructor)) {
                constructor(constructor);
            }
        }
        for (Method method : signature.getDeclaredMethods()) {
            if (isUsable(method)) {
                method(method);
            }
        }
        return differences;
    }

    private static boolean isUsable(Member member) {
        int modifiers = member.getModifiers();
        return !member.isSynthetic() && (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers));
    }

    private void kind() {
        if (signature.isInterface() != genuine.isInterface()) {
            differ(signature.getName(), "is a class here and an interface there, or the other way round");
        }
        if (!signature.isInterface()
                && Modifier.isFinal(genuine.getModifiers())
                && !Modifier.isFinal(signature.getModifiers())) {
            differ(signature.getName(), "is final");
        }
    }

    private void supertypes() {
        Stream.concat(Stream.ofNullable(signature.getSuperclass()), Stream.of(signature.getInterfaces()))
                .filter(type -> hierarchy(genuine).noneMatch(t -> t.getName().equals(type.getName())))
                .forEach(type -> differ(signature.getName(), "is no " + type.getName()));
    }

    private void field(Field field) {
        Optional<Field> other = hierarchy(genuine)
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .filter(f -> f.getName().equals(field.getName()) && same(f.getType(), field.getType()))
                .findFirst();
        compare(field, other);
    }

    private void constructor(Constructor<?> constructor) {
        Optional<Constructor<?>> other = Stream.<Constructor<?>>of(genuine.getDeclaredConstructors())
                .filter(c -> sameParameters(c, constructor))
                .findFirst();
        compare(constructor, other);
    }

    private void method(Method method) {
        Optional<Method> other = hierarchy(genuine)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(m -> m.getName().equals(method.getName())
                        && same(m.getReturnType(), method.getReturnType())
                        && sameParameters(m, method))
                .findFirst();
        compare(method, other);
        other.filter(m -> Modifier.isFinal(m.getModifiers()) && !Modifier.isStatic(m.getModifiers()))
                .filter(m -> !Modifier.isFinal(method.getModifiers()) && !Modifier.isFinal(signature.getModifiers()))
                .ifPresent(m -> differ(method, "is final"));
    }

    private void compare(Member member, Optional<? extends Member> other) {
        if (other.isEmpty()) {
            differ(member, "does not exist");
            return;
        }
        int here = member.getModifiers();
        int there = other.get().getModifiers();
        if (Modifier.isStatic(here) != Modifier.isStatic(there)) {
            differ(member, "is static here and not there, or the other way round");
        }
        // The constructor of an abstract class is called by subclasses alone, whatever it says.
        boolean needsPublic = Modifier.isPublic(here)
                && !(member instanceof Constructor && Modifier.isAbstract(signature.getModifiers()));
        if (!Modifier.isPublic(there) && (needsPublic || !Modifier.isProtected(there))) {
            differ(member, "is less visible");
        }
    }

    private static boolean sameParameters(Executable one, Executable other) {
        Class<?>[] ones = one.getParameterTypes();
        Class<?>[] others = other.getParameterTypes();
        return Arrays.equals(ones, others, (a, b) -> same(a, b) ? 0 : 1);
    }

    /** By name: the signatures are loaded by a loader of their own. */
    private static boolean same(Class<?> one, Class<?> other) {
        return Objects.equals(one.getName(), other.getName());
    }

    /** The class and all it inherits from, in the order the linker looks. */
    private static Stream<Class<?>> hierarchy(Class<?> type) {
        List<Class<?>> all = new ArrayList<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            all.add(c);
        }
        Deque<Class<?>> interfaces = new ArrayDeque<>();
        all.forEach(c -> interfaces.addAll(List.of(c.getInterfaces())));
        while (!interfaces.isEmpty()) {
            Class<?> next = interfaces.poll();
            all.add(next);
            interfaces.addAll(List.of(next.getInterfaces()));
        }
        if (type.isInterface()) {
            all.add(Object.class);
        }
        return all.stream();
    }

    private void differ(Member member, String how) {
        String parameters =
                member instanceof Executable executable ? Arrays.toString(executable.getParameterTypes()) : "";
        differ(signature.getName() + "#" + member.getName() + parameters, how);
    }

    private void differ(String what, String how) {
        differences.add(what + " " + how);
    }
}
