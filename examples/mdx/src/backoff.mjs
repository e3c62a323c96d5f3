// How long to wait before another try.

// #region backoff
/** Doubles from `first` milliseconds with each try, up to `most`. */
export function backoff(tries, { first = 100, most = 5000 } = {}) {
  return Math.min(most, first * 2 ** tries);
}
// #endregion

// #region retry
export async function retry(action, { times = 5, ...waits } = {}) {
  for (let tries = 0; ; tries++) {
    try {
      return await action();
    } catch (problem) {
      if (tries + 1 >= times) throw problem;
      await new Promise((done) => setTimeout(done, backoff(tries, waits)));
    }
  }
}
// #endregion
