/// What each style for programs makes of `Samples.all`, byte by byte.
enum Expected {
  /// `json`
  static let json = #"""
    {
      "omitted" : 0,
      "problems" : [
        {
          "id" : "region-not-found",
          "location" : {
            "column" : 8,
            "endColumn" : 11,
            "file" : "docs/pagé.src",
            "line" : 2
          },
          "message" : "region '100%, <a> & \"b\"' not found",
          "notes" : [
            {
              "location" : {
                "column" : 1,
                "endColumn" : 5,
                "file" : "b2.go",
                "line" : 3
              },
              "message" : "the nearest region is 'a'"
            },
            {
              "message" : "%0A::error::x, or 'b'"
            }
          ],
          "replacement" : "<y>",
          "severity" : "error"
        },
        {
          "id" : "no-effect",
          "location" : {
            "column" : 1,
            "endColumn" : 2,
            "file" : "b2.go",
            "line" : 1
          },
          "message" : "::set-output 'elide' does nothing",
          "notes" : [

          ],
          "replacement" : "",
          "severity" : "warning"
        },
        {
          "id" : "output-case",
          "location" : {
            "file" : "a,b:%\n<&\"'>##\u005Bx]\u001b\u202E.src"
          },
          "message" : "'A.md' and 'a.md' differ in case",
          "notes" : [

          ],
          "severity" : "error"
        },
        {
          "id" : "machine-trouble",
          "message" : "cannot read 'x': permission denied",
          "notes" : [

          ],
          "severity" : "error"
        }
      ]
    }

    """#

  /// `gitlab`
  static let gitlab = #"""
    [
      {
        "check_name" : "region-not-found",
        "description" : "region '100%, <a> & \"b\"' not found\nwrite '<y>'\nb2.go:3:1: the nearest region is 'a'\n%0A::error::x, or 'b'",
        "fingerprint" : "<region-not-found\nregion '100%, <a> & \"b\"' not found\né𝄞\t<x> ##\u005By] end>:1",
        "location" : {
          "lines" : {
            "begin" : 2
          },
          "path" : "docs/pagé.src"
        },
        "severity" : "major"
      },
      {
        "check_name" : "no-effect",
        "description" : "\\::set-output 'elide' does nothing\nleave it out",
        "fingerprint" : "<no-effect\n::set-output 'elide' does nothing\nx>:1",
        "location" : {
          "lines" : {
            "begin" : 1
          },
          "path" : "b2.go"
        },
        "severity" : "minor"
      },
      {
        "check_name" : "output-case",
        "description" : "'A.md' and 'a.md' differ in case",
        "fingerprint" : "<output-case\n'A.md' and 'a.md' differ in case\n>:1",
        "location" : {
          "lines" : {
            "begin" : 1
          },
          "path" : "a,b:%\n<&\"'>##\u005Bx]\u001b\u202E.src"
        },
        "severity" : "major"
      },
      {
        "check_name" : "machine-trouble",
        "description" : "cannot read 'x': permission denied",
        "fingerprint" : "<machine-trouble\ncannot read 'x': permission denied\n>:1",
        "location" : {
          "lines" : {
            "begin" : 1
          },
          "path" : "."
        },
        "severity" : "major"
      }
    ]

    """#

  /// `junit`
  static let junit = #"""
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="docbuild" tests="7" failures="3">
      <testsuite name="docs/pagé.src" tests="2" failures="1" errors="0" skipped="0">
        <testcase classname="docs/pagé.src" name="region-not-found at docs/pagé.src:2:8"><failure type="region-not-found" message="region '100%, &lt;a&gt; &amp; &quot;b&quot;' not found">docs/pagé.src:2:8: region '100%, &lt;a&gt; &amp; &quot;b&quot;' not found
    write '&lt;y&gt;'
    b2.go:3:1: the nearest region is 'a'
    %0A::error::x, or 'b'</failure></testcase>
        <testcase classname="docs/pagé.src" name="no-effect at b2.go:1:1"><system-out>b2.go:1:1: \::set-output 'elide' does nothing
    leave it out</system-out></testcase>
      </testsuite>
      <testsuite name="sound.src" tests="1" failures="0" errors="0" skipped="0">
        <testcase classname="sound.src" name="sound"/>
      </testsuite>
      <testsuite name="tested.md" tests="2" failures="0" errors="0" skipped="1">
        <testcase classname="tested.md" name="passes &amp; &lt;more&gt;"/>
        <testcase classname="tested.md" name="left out"><skipped message="no &quot;docker&quot; &amp; no %"/></testcase>
      </testsuite>
      <testsuite name="a,b:%\n&lt;&amp;&quot;'&gt;##\u{5B}x]\u{1B}\u{202E}.src" tests="1" failures="1" errors="0" skipped="0">
        <testcase classname="a,b:%\n&lt;&amp;&quot;'&gt;##\u{5B}x]\u{1B}\u{202E}.src" name="output-case at a,b:%\n&lt;&amp;&quot;'&gt;##\u{5B}x]\u{1B}\u{202E}.src"><failure type="output-case" message="'A.md' and 'a.md' differ in case">a,b:%\n&lt;&amp;&quot;'&gt;##\u{5B}x]\u{1B}\u{202E}.src: 'A.md' and 'a.md' differ in case</failure></testcase>
      </testsuite>
      <testsuite name="project" tests="1" failures="1" errors="0" skipped="0">
        <testcase classname="project" name="machine-trouble at docbuild"><failure type="machine-trouble" message="cannot read 'x': permission denied">docbuild: cannot read 'x': permission denied</failure></testcase>
      </testsuite>
    </testsuites>

    """#
}
