/** The part of the Reflect metadata API that tsyringe (inside @peculiar/x509) insists on. */
interface MetadataApi {
  defineMetadata(key: unknown, value: unknown, target: object): void;
  getOwnMetadata(key: unknown, target: object): unknown;
  getMetadata(key: unknown, target: object): unknown;
}

/** Provides the metadata API on `Reflect` where no other polyfill has done so; calling it twice changes nothing. */
export function provideReflectMetadata(): void {
  if ("getMetadata" in Reflect) return;
  const store = new WeakMap<object, Map<unknown, unknown>>();
  const own = (key: unknown, target: object): unknown => store.get(target)?.get(key);
  const api: MetadataApi = {
    defineMetadata(key, value, target) {
      const entries = store.get(target) ?? new Map<unknown, unknown>();
      store.set(target, entries.set(key, value));
    },
    getOwnMetadata: own,
    getMetadata(key, target) {
      for (let at: object | null = target; at !== null; at = Reflect.getPrototypeOf(at)) {
        const value = own(key, at);
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };
  Object.assign(Reflect, api);
}
