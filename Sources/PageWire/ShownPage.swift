/// A page as a browser is to show it, with all that is known of it.
package struct ShownPage: Sendable, Equatable {
  /// How a page stands to what it is made from.
  package enum State: UInt8, Sendable {
    /// It is what it would be, and nothing is wrong.
    case clean
    /// What is saved is not what it would be.
    case stale
    /// There are warnings.
    case warnings
    /// There are errors.
    case problems
  }

  /// Below the root: what it is called in addresses.
  package var path: [UInt8]
  /// The document that it is made from, below the root.
  package var source: [UInt8]
  /// Markdown.
  package var text: [UInt8]
  /// How many lines the front matter has.
  package var frontMatter: Int
  /// Whether the text is woven; else it is the document's own, since something is wrong with it.
  package var isWoven: Bool
  /// How it stands.
  package var state: State
  /// What is wrong, in order.
  package var problems: [ShownProblem]
  /// Which lines are shown from where, in order.
  package var excerpts: [ShownExcerpt]
  /// The ids of headings, in order.
  package var headings: [ShownHeading]

  /// A page of which nothing is known but its text.
  package init(path: [UInt8], source: [UInt8]? = nil, text: [UInt8]) {
    self.path = path
    self.source = source ?? path
    self.text = text
    frontMatter = 0
    isWoven = true
    state = .clean
    problems = []
    excerpts = []
    headings = []
  }
}

/// A problem, at its place on the page.
package struct ShownProblem: Sendable, Equatable {
  /// The page's line, from 1; 0 for the page as a whole.
  package var line: Int
  /// Whether it is an error; else a warning.
  package var isError: Bool
  /// Its kind.
  package var id: String
  /// What is wrong.
  package var message: String
  /// Where its cause is, as `file:line:column`.
  package var place: String
  /// An address that opens the place in an editor; empty for none.
  package var link: String
  /// What else there is to know.
  package var notes: [String]

  /// A problem with all that is said of it.
  package init(
    line: Int, isError: Bool, id: String, message: String, place: String, link: String = "",
    notes: [String] = []
  ) {
    self.line = line
    self.isError = isError
    self.id = id
    self.message = message
    self.place = place
    self.link = link
    self.notes = notes
  }
}

/// Lines of a page that come from a source.
package struct ShownExcerpt: Sendable, Equatable {
  /// The page's first line, from 1.
  package var line: Int
  /// Where they come from, as `file:from-to`.
  package var origin: String
  /// An address that opens the source in an editor; empty for none.
  package var link: String

  /// Lines from a source.
  package init(line: Int, origin: String, link: String = "") {
    self.line = line
    self.origin = origin
    self.link = link
  }
}

/// A heading's id, as links name it.
package struct ShownHeading: Sendable, Equatable {
  /// The page's line, from 1.
  package var line: Int
  /// Without `#`.
  package var id: [UInt8]

  /// The id of the heading on a line.
  package init(line: Int, id: [UInt8]) {
    self.line = line
    self.id = id
  }
}
