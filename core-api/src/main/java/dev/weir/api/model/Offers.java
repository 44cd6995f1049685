package dev.weir.api.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the models of a {@link ModelProvider} can do, with some of its settings if not with all of them. It is for
 * people: {@code weir explain} prints it, and a job that demands more than its model can do is told whose models can.
 * What one model can do its {@linkplain ModelProvider#capabilities settings} tell, and that is never more.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Offers {
    Capability[] value();
}
