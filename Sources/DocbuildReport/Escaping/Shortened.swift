/// What is longer than can be read, as a path of a megabyte, without its middle.
package func shortened(_ text: String) -> String {
  let longest = 1_000
  guard text.utf8.count > longest else { return text }
  let scalars = text.unicodeScalars
  guard scalars.count > longest else { return text }
  return String(scalars.prefix(longest * 2 / 3)) + " … " + String(scalars.suffix(longest / 3))
}

/// A message for a person, at most as long as can be read.
func readable(_ text: String) -> String { escaped(shortened(text)) }
