/// Says how two texts differ that look the same on a screen: by other blanks, by signs that are not shown, or by letters that
/// are composed otherwise (<https://www.unicode.org/reports/tr15/>).
///
/// - Returns: nil where they are the same, or where a reader sees that they are not. Otherwise the first difference, its
///   place counted in code points, from 1.
package func hiddenDifference(between expected: String, and found: String) -> String? {
  let one = Array(expected.unicodeScalars)
  let other = Array(found.unicodeScalars)
  guard one != other, seen(one) == seen(other) else { return nil }
  let at = zip(one, other).prefix { $0 == $1 }.count
  func name(_ text: [Unicode.Scalar]) -> String {
    guard at < text.count else { return "the end" }
    let digits = String(text[at].value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
  return "they look the same: character \(at + 1) is \(name(other)), where \(name(one)) is expected"
}

/// What a reader sees of a text; strings are equal where they are canonically equivalent.
private func seen(_ text: [Unicode.Scalar]) -> String {
  var made = String.UnicodeScalarView()
  for scalar in text {
    let properties = scalar.properties
    let isBlank = scalar == "\t" || properties.generalCategory == .spaceSeparator
    if isBlank {
      // A tab is as wide as it happens to be.
      if made.last != " " { made.append(" ") }
    } else if !properties.isDefaultIgnorableCodePoint {
      made.append(scalar)
    }
  }
  return String(made)
}
