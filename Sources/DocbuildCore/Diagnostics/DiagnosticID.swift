/// What kind of problem it is: kebab-case, printed in brackets, and never changed once released.
package enum DiagnosticID: String, CaseIterable, Hashable, Sendable {
  // The template's text
  case invalidUTF8 = "invalid-utf8"
  case nulByte = "nul-byte"
  case malformedDirective = "malformed-directive"
  case textBesideDirective = "text-beside-directive"
  case inertDirective = "inert-directive"
  case unwovenDirective = "unwoven-directive"
  case foreignDirective = "foreign-directive"
  case frontMatter = "front-matter"
  case unknownOption = "unknown-option"
  case repeatedOption = "repeated-option"
  case invalidOption = "invalid-option"
  case conflictingOptions = "conflicting-options"
  case fenceInFence = "fence-in-fence"
  case unclosedFence = "unclosed-fence"
  case whoseBlock = "whose-block"
  // Files
  case fileNotFound = "file-not-found"
  case outsideRoot = "outside-root"
  case refusedFile = "refused-file"
  case notRegularFile = "not-a-regular-file"
  case fileTooLarge = "file-too-large"
  case unreadableFile = "unreadable-file"
  case revisionNotFound = "revision-not-found"
  case urlNotAllowed = "url-not-allowed"
  case urlFailed = "url-failed"
  case toolMissing = "tool-missing"
  case toolFailed = "tool-failed"
  case invalidConfiguration = "invalid-configuration"
  case machineTrouble = "machine-trouble"
  // Projects
  case outputCollision = "output-collision"
  case outputCase = "output-case"
  case outputIsSource = "output-is-source"
  case documentCycle = "document-cycle"
  case refusedOutput = "refused-output"
  case editedOutput = "edited-output"
  case staleOutput = "stale-output"
  case orphanedOutput = "orphaned-output"
  case unusedRegion = "unused-region"
  // Selections
  case lineOutOfRange = "line-out-of-range"
  case regionNotFound = "region-not-found"
  case regionNotClosed = "region-not-closed"
  case unreadMark = "unread-mark"
  case symbolNotFound = "symbol-not-found"
  case symbolAmbiguous = "symbol-ambiguous"
  case symbolUncertain = "symbol-uncertain"
  case unsupportedLanguage = "unsupported-language"
  case invalidPattern = "invalid-pattern"
  case patternNotFound = "pattern-not-found"
  case emptyExcerpt = "empty-excerpt"
  case noEffect = "no-effect"
  // Weaving
  case includeCycle = "include-cycle"
  case includeTooDeep = "include-too-deep"
  case outputTooLarge = "output-too-large"
  case pageBroken = "page-broken"
  case proofTooCostly = "proof-too-costly"
  // Pages
  case brokenLink = "broken-link"
  case deadLink = "dead-link"
  case brokenImage = "broken-image"
  case linkOutsideRoot = "link-outside-root"
  case brokenAnchor = "broken-anchor"
  case anchorCase = "anchor-case"
  case notALink = "not-a-link"
  case undefinedReference = "undefined-reference"
  case repeatedDefinition = "repeated-definition"
  case openFence = "open-fence"
  case mergeConflict = "merge-conflict"
  case largeFilePointer = "large-file-pointer"
  case skippedHeading = "skipped-heading"
  case imageWithoutText = "image-without-text"
  case bidiControl = "bidi-control"
  case invisibleCharacter = "invisible-character"
  case pageTooCostly = "page-too-costly"
  // Tests
  case invalidTest = "invalid-test"
  case unknownPrompt = "unknown-prompt"
  case incompleteCommand = "incomplete-command"
  case outputMismatch = "output-mismatch"
  case notAccepted = "not-accepted"
  case statusMismatch = "status-mismatch"
  case timedOut = "timed-out"
  case shellEnded = "shell-ended"
  case nothingTested = "nothing-tested"
  case sandboxRefused = "sandbox-refused"
  case toolFinding = "tool-finding"
  case toolConfiguration = "tool-configuration"

  /// Whether the machine, not the author, is to blame: the run ends with exit code 2.
  package var isMachineTrouble: Bool {
    switch self {
    case .machineTrouble, .unreadableFile, .toolMissing, .toolFailed, .urlFailed: true
    case .nothingTested, .sandboxRefused: true
    default: false
    }
  }
}

extension DiagnosticID {
  /// The ids whose severity the configuration may change.
  package static let checks: [DiagnosticID] =
    [.staleOutput, .orphanedOutput, .outputCase, .unusedRegion, .noEffect, .deadLink]
    + [.inertDirective, .unwovenDirective, .foreignDirective, .frontMatter]
    + [.pageTooCostly] + PageCheck.all.map(\.id)
}
