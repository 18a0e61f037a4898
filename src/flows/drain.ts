/**
 * Feeds every item of a generator to `each`, one after another, and gives what the generator returns at its end. One that
 * is left early, because `each` failed, is closed: a file or connection it holds is let go at once.
 */
export async function drain<Item, End>(
  items: AsyncGenerator<Item, End>,
  each: (item: Item) => Promise<void>,
): Promise<End> {
  try {
    for (;;) {
      const next = await items.next();
      if (next.done === true) return next.value;
      await each(next.value);
    }
  } finally {
    // Of a generator that has ended this does nothing, so no end has to be made up.
    await items.return(undefined as never);
  }
}
