/// Text that looks like a link to people and is none to CommonMark.
struct Misfit {
  enum Kind {
    /// A title in typographic quotes.
    case curlyQuotes
    /// A space in the destination.
    case space
    /// A space between the text and the parenthesis.
    case gap
    /// A parenthesis that is never closed.
    case unclosed
    /// Something behind the title, or a quotation mark that is missing.
    case title
    /// Parentheses and brackets the wrong way round, as `(text)[address]`.
    case reversed
    /// A label that nothing defines.
    case undefined(Bytes)
  }

  let kind: Kind
  let range: Range<Int>
  /// What would mend it: the text in place of the range.
  let replacement: Bytes?
}
