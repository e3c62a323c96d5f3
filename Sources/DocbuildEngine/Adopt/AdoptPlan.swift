package import DocbuildCore

/// Lines of a file that a block shows, or may show.
package struct SourceLines: Sendable {
  /// The file.
  package let path: RootPath
  /// As the user would write it.
  package let name: Bytes
  /// From 1; nil for the whole file.
  package let lines: ClosedRange<Int>?
}

/// What is known of a block.
package enum AdoptVerdict: Sendable {
  /// A copy, with the directive that chooses the same lines, and what will be different all the same.
  case exact(SourceLines, directive: String, options: String, notes: [String])
  /// A copy of what has changed since then; the difference from the page to the code, a line each, and a date (`2019-09-28`) where
  /// history tells.
  case differs(SourceLines, since: String?, difference: [Bytes])
  /// Somebody has to say which, or whether; why.
  case choose([SourceLines], reason: String)
  /// A copy of lines that no directive names for certain, and whether `--mark` can mark them.
  case unnamed(SourceLines, canBeMarked: Bool)
  /// What a program has printed, and how docbuild would call it.
  case output(String, kind: String)
  case notFound
  /// Somebody else's, or something stands in the way.
  case leftAlone(String)
  /// A line or so, which tells nothing.
  case short
}

/// A block of a page with what is known of it.
package struct PlannedBlock: Sendable {
  /// The page's place in `AdoptReport.pages`.
  package let page: Int
  /// The block.
  package let block: PastedBlock
  /// What becomes of it.
  package internal(set) var verdict: AdoptVerdict
  /// What the user has chosen for it.
  package internal(set) var choice: AdoptChoice.Action?
  /// The directive that will own it; nil when nothing is done with it.
  var directive: PassageDirective?
  /// The file that the directive names.
  var source: RootPath?
  /// The lines of that file (from 0) that are to be marked as a region.
  var marks: Range<Int>?
}

/// A page that blocks were looked for in.
package struct AdoptPage: Sendable {
  let document: ProjectDocument
  let input: Input
  /// As the user would write it.
  package let name: Bytes

  /// Where a line of it (from 1) begins.
  package func place(ofLine line: Int) -> Place {
    input.template.source.place(ofLine: line - 1)
  }
}

/// What `docbuild adopt` found and did.
package struct AdoptReport: Sendable {
  /// In the order of their paths.
  package internal(set) var pages: [AdoptPage] = []
  /// In the order of the pages and their lines.
  package internal(set) var blocks: [PlannedBlock] = []
  /// How many pages were left alone since they tell what was so at a time.
  package internal(set) var frozenPages = 0
  /// What is wrong, or could not be done.
  package internal(set) var problems: [Diagnostic] = []
  /// The files that were written, as the user would write them.
  package internal(set) var written: [String] = []

  /// That of no page.
  package init() {}
}
