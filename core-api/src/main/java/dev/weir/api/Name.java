package dev.weir.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of a component in a YAML file: {@code use: entropy}.
 *
 * <p>A name is in kebab-case and is unique among the loaded components of its kind. On a record of a
 * sealed interface it replaces the key that would be derived from the record's simple name.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Name {
    String value();
}
