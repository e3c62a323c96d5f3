extension PageCheck {
  static let brokenAnchor = PageCheck(
    .brokenAnchor, "anchors",
    "a link whose '#…' is neither a heading's id (GitHub's slug) nor an 'id' or 'name' in HTML, in this page or another page of Markdown; '#top', a README's '#readme' and the anchors of footnotes are left alone, as are other kinds of files",
    default: .error,
    examples: [
      Example("# Set up it!\n\n[a](#set-up-it) [b](guide.md#setup) [c](docs#docs)\n"),
      Example("# Same\n\n# Same\n\n[a](#same-1) [b](#same-2)\n", .brokenAnchor),
      Example("[a](guide.md#set-up)\n", .brokenAnchor),
      Example("<a name='here'></a>\n\n[a](#here) [top](#top) [b](#)\n"),
      Example("[a](#gone) [b][c]\n\n[c]: #gone-too\n", .brokenAnchor, .brokenAnchor),
    ]
  ) { inspection in
    for target in inspection.targets where target.outcome == .noAnchor {
      guard let fragment = target.fragment, let anchors = target.anchors,
        target.anchorInOtherCase == nil
      else { continue }
      let best = inspection.near(fragment.text) { _ in anchors.names.map(\.text) }
      inspection.report(
        "no heading or anchor is '\(inspection.page.bytes[target.fragmentRange].text)'"
          + (target.path.isEmpty ? "" : " in '\(target.shown(in: inspection.page))'"),
        at: target.fragmentRange,
        notes: best.first.map { [("the nearest is '#\($0)'", nil)] } ?? [],
        fixIt: inspection.certain(best, for: fragment.text).map {
          "#" + Bytes($0.utf8).percentEncoded.text
        })
    }
  }

  static let anchorCase = PageCheck(
    .anchorCase, "the case of anchors",
    "a link whose '#…' is an anchor but for its case: ids are compared exactly, but for those that are the '#…' in lower case on pages that GitHub shows, where a script finds them",
    default: .warning,
    examples: [
      Example("<a name='Setup'></a>\n\n[a](#setup)\n", .anchorCase),
      Example("# Setup\n\n[a](#Setup) [b](guide.md#Setup)\n"),
    ]
  ) { inspection in
    for target in inspection.targets where target.outcome == .noAnchor {
      guard let fragment = target.fragment, let right = target.anchorInOtherCase else { continue }
      inspection.report(
        "'#\(fragment.text)' differs in case from the anchor '#\(right)'",
        at: target.fragmentRange, fixIt: "#" + Bytes(right.utf8).percentEncoded.text)
    }
  }
}

extension PageTarget {
  /// The anchor that the fragment would be if case did not matter.
  fileprivate var anchorInOtherCase: String? {
    guard let fragment, let anchors else { return nil }
    let lower = fragment.text.lowercased()
    if anchors.contains(Bytes(lower.utf8)) { return lower }
    guard
      fragment.contains(where: { $0 >= 0x80 || ($0 >= 0x41 && $0 <= 0x5A) }) || anchors.hasUpperCase
    else { return nil }
    return anchors.names.lazy.map(\.text).first { $0.lowercased() == lower }
  }
}

extension PageAnchors {
  /// Whether any was written by hand with capital letters.
  fileprivate var hasUpperCase: Bool {
    names.contains { $0.contains { $0 >= 0x41 && $0 <= 0x5A } }
  }
}
