extension PageCheck {
  static let invalidCheck = PageCheck(
    .invalidCheck, "'check' comments",
    "a comment '<!-- check(off=KIND why=\"…\") -->' that is not written so, names no check, or gives no reason",
    default: .error,
    examples: [
      Example("<!-- check(off=broken-link) -->\n\n[a](none.md)\n", .invalidCheck, .brokenLink),
      Example("<!-- check(of=broken-link why=x) -->\n", .invalidCheck),
      Example("<!-- check(off=broken-lnk why=\"made later\") -->\n", .invalidCheck),
      Example("<!-- check the spelling -->\n\n<!-- checked (twice) -->\n"),
    ]
  ) { inspection in
    for comment in inspection.page.checkComments {
      guard let trouble = comment.trouble else { continue }
      inspection.report("this comment silences nothing: \(trouble)", at: comment.range)
    }
  }

  static let unusedIgnore = PageCheck(
    .unusedIgnore, "silence without a cause",
    "a 'check(off=…)' comment before a block in which nothing of that kind is found, and a pattern of 'ignore-links' that no broken link fits; kinds that are off are left alone",
    default: .warning,
    examples: [
      Example("<!-- check(off=broken-link why=\"made later\") -->\n\n[a](none.md)\n"),
      Example("<!-- check(off=broken-link why=\"x\") -->\n[a](guide.md)\n", .unusedIgnore),
      Example("<!-- check(off=broken-link why=\"x\") -->\n[a][r]\n\n[r]: none.md\n"),
      Example(
        "<!-- check(off=broken-link why=\"x\") -->\n[a][r]\n\n[r]\n\n[r]: none.md\n",
        .unusedIgnore, .brokenLink),
      Example(
        "<!-- check(off=broken-link why=\"x\") -->\n\n[a](none.md)\n\n[b](none.md)\n", .brokenLink),
      Example(
        "<!-- check(off=broken-link,anchor-case why=\"x\") -->\n- [a](none.md)\n- b\n\n  [b](none.md)\n",
        .unusedIgnore),
    ]
  ) { inspection in
    for comment in inspection.page.checkComments {
      for kind in comment.kinds
      where !comment.used.contains(kind) && kind != .deadLink && !inspection.isOff(kind) {
        inspection.report(
          "the next block has no '\(kind.rawValue)' that this comment could silence",
          at: comment.range)
      }
    }
  }
}
