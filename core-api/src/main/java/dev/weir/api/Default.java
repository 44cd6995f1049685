package dev.weir.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a setting is when the file does not give it, as YAML text: {@code @Default("1.0")},
 * {@code @Default("max-softmax")}, {@code @Default("[16, 32]")}. It is read as if it stood in the file.
 */
@Documented
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Default {
    String value();
}
