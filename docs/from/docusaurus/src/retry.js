const times = 5;

export async function retry(action) {
  for (let n = 1; ; n++) {
    try {
      return await action();
    } catch (problem) {
      if (n === times) throw problem;
    }
  }
}
