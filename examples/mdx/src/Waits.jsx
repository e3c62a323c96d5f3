import { backoff } from "./backoff.mjs";

// A bar for each wait, as long as the wait.
export default function Waits({ tries, first, most }) {
  const waits = Array.from({ length: tries }, (_, n) => backoff(n, { first, most }));
  return (
    <ol>
      {waits.map((wait) => (
        <li key={wait} style={{ width: `${(100 * wait) / most}%` }}>
          {wait} ms
        </li>
      ))}
    </ol>
  );
}
