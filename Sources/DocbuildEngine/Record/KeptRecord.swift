package import DocbuildCore

/// A record that was kept, as far as it can be held against pages.
package struct KeptRecord: Sendable {
  /// Of a page that was recorded.
  struct Page: Sendable {
    /// Below the root.
    let path: String
    let digest: String
    /// Below the root; the page itself where it is its own output.
    let template: String
    let blocks: [JSONTree]
    let tests: [JSONTree]
    /// What stands of it in the record, all of the above included.
    let members: [String: JSONTree]
  }

  let pages: [Page]
  /// What values were said to be on the command line.
  let values: [String: String]
  private let subjects: [JSONTree]
  /// How many tests it speaks of, and how many of these had passed.
  package let tests: (passed: Int, all: Int)

  /// What an in-toto statement says that it is.
  package static let statementType = "https://in-toto.io/Statement/v1"
  /// What the type of a statement's predicate is called.
  package static let predicateType = "urn:docbuild:provenance:1"

  /// Reads an in-toto statement (https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md) that docbuild wrote;
  /// nil for anything else.
  package init?(statement bytes: Bytes) {
    guard let tree = JSONTree(bytes), tree["_type"]?.text == KeptRecord.statementType,
      tree["predicateType"]?.text == KeptRecord.predicateType,
      let subjects = tree["subject"]?.items, let listed = tree["predicate"]?["pages"]?.items,
      case .object(let values)? = tree["predicate"]?["values"]
    else { return nil }
    var pages: [Page] = []
    for page in listed {
      guard case .object(let members) = page, let path = page["page"]?.text,
        let digest = page["sha256"]?.text, let template = page["template"]?.text,
        let blocks = page["blocks"]?.items
      else { return nil }
      pages.append(
        Page(
          path: path, digest: digest, template: template, blocks: blocks,
          tests: page["tests"]?.items ?? [], members: members))
    }
    self.pages = pages
    self.subjects = subjects
    self.values = values.compactMapValues(\.text)
    let verdicts = pages.flatMap { ($0.blocks + $0.tests).flatMap(\.verdicts) }
    tests = (verdicts.count { $0 == "passed" }, verdicts.count)
  }

  /// How its subjects, which are what is signed, are not the pages that it tells of; nil where they are.
  package var contradiction: String? {
    for (subject, page) in zip(subjects, pages) {
      let name = subject["name"]?.text ?? ""
      if name != page.path { return "it has the subject '\(name)' for the page '\(page.path)'" }
      let digest = JSONTree.object(["sha256": .text(page.digest)])
      if subject != .object(["name": .text(name), "digest": digest]) {
        return "the subject '\(name)' has another digest than the page"
      }
    }
    guard subjects.count != pages.count else { return nil }
    return "it has \(subjects.count) subjects, and \(pages.count) pages"
  }
}

extension JSONTree {
  /// What a block of a record says of its tests.
  fileprivate var verdicts: [String] {
    var found = [self["transcript"]?.text].compactMap { $0 }
    if case .object(let tools)? = self["tools"] { found += tools.values.compactMap(\.text) }
    return found
  }
}
