/** A nominal type: a string or number that cannot be passed where another kind of string or number is wanted. */
export type Brand<Base, Name extends string> = Base & { readonly __brand: Name };
