import DocbuildCore

extension Expected {
  /// `sarif`, without its rules
  static let sarif = #"""
    {
      "$schema" : "https://json.schemastore.org/sarif-2.1.0.json",
      "runs" : [
        {
          "columnKind" : "unicodeCodePoints",
          "invocations" : [
            {
              "executionSuccessful" : false,
              "toolExecutionNotifications" : [
                {
                  "level" : "error",
                  "message" : {
                    "text" : "cannot read 'x': permission denied"
                  }
                }
              ]
            }
          ],
          "results" : [
            {
              "level" : "error",
              "locations" : [
                {
                  "physicalLocation" : {
                    "artifactLocation" : {
                      "uri" : "docs/pag%C3%A9.src"
                    },
                    "region" : {
                      "endColumn" : 7,
                      "endLine" : 2,
                      "startColumn" : 4,
                      "startLine" : 2
                    }
                  }
                }
              ],
              "message" : {
                "text" : "region '100%, <a> & \"b\"' not found\nwrite '<y>'\n%0A::error::x, or 'b'"
              },
              "partialFingerprints" : {
                "primaryLocationLineHash" : "<region-not-found\nregion '100%, <a> & \"b\"' not found\né𝄞\t<x> ##\u005By] end>:1"
              },
              "relatedLocations" : [
                {
                  "message" : {
                    "text" : "the nearest region is 'a'"
                  },
                  "physicalLocation" : {
                    "artifactLocation" : {
                      "uri" : "b2.go"
                    },
                    "region" : {
                      "endColumn" : 5,
                      "endLine" : 3,
                      "startColumn" : 1,
                      "startLine" : 3
                    }
                  }
                }
              ],
              "ruleId" : "region-not-found",
              "ruleIndex" : \#(index(.regionNotFound))
            },
            {
              "level" : "warning",
              "locations" : [
                {
                  "physicalLocation" : {
                    "artifactLocation" : {
                      "uri" : "b2.go"
                    },
                    "region" : {
                      "endColumn" : 2,
                      "endLine" : 1,
                      "startColumn" : 1,
                      "startLine" : 1
                    }
                  }
                }
              ],
              "message" : {
                "text" : "\\::set-output 'elide' does nothing\nleave it out"
              },
              "partialFingerprints" : {
                "primaryLocationLineHash" : "<no-effect\n::set-output 'elide' does nothing\nx>:1"
              },
              "relatedLocations" : [

              ],
              "ruleId" : "no-effect",
              "ruleIndex" : \#(index(.noEffect))
            },
            {
              "level" : "error",
              "locations" : [
                {
                  "physicalLocation" : {
                    "artifactLocation" : {
                      "uri" : "a%2Cb%3A%25%0A%3C%26%22%27%3E%23%23%5Bx%5D%1B%E2%80%AE.src"
                    },
                    "region" : {
                      "endColumn" : 1,
                      "endLine" : 1,
                      "startColumn" : 1,
                      "startLine" : 1
                    }
                  }
                }
              ],
              "message" : {
                "text" : "'A.md' and 'a.md' differ in case"
              },
              "partialFingerprints" : {
                "primaryLocationLineHash" : "<output-case\n'A.md' and 'a.md' differ in case\n>:1"
              },
              "relatedLocations" : [

              ],
              "ruleId" : "output-case",
              "ruleIndex" : \#(index(.outputCase))
            }
          ],
          "tool" : {
            "driver" : {
              "name" : "docbuild",
              "rules" : [
              ],
              "semanticVersion" : "1.2.3"
            }
          }
        }
      ],
      "version" : "2.1.0"
    }

    """#

  /// Where a rule stands among all, from 0; -1 for none.
  private static func index(_ id: DiagnosticID) -> Int {
    DiagnosticRule.all.firstIndex { $0.id == id } ?? -1
  }
}
