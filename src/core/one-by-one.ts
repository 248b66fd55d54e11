export type OneByOne = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** Has works wait for one another, in the order in which they came: each sees what the one before it did, also where that failed. */
export function oneByOne(): OneByOne {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
