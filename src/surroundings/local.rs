//! The values of a local `.env`, to look for and never to show.

use camino::Utf8Path;

/// Shorter values are found in ordinary words.
const SHORTEST: usize = 8;

/// The values of the `.env` beside the generated files, to look for. They cannot be printed.
#[derive(Default)]
pub struct LocalValues(Vec<(String, String)>);

impl std::fmt::Debug for LocalValues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LocalValues({} variables)", self.0.len())
    }
}

impl LocalValues {
    /// The values of the variables that hold secrets, from the text of an `.env`.
    #[must_use]
    pub fn of(dotenv: &str, of_interest: impl Fn(&str) -> bool) -> Self {
        let assignment = |line: &str| {
            let (name, value) = line.trim_start().trim_start_matches("export ").split_once(['=', ':'])?;
            let value = value.trim();
            let unquoted = ['\'', '"'].iter().find_map(|quote| value.strip_prefix(*quote)?.rsplit_once(*quote));
            let bare = || value.split_once(" #").map_or(value, |(before, _)| before.trim_end());
            let value = unquoted.map_or_else(bare, |(inside, _)| inside);
            (of_interest(name.trim()) && value.len() >= SHORTEST).then(|| (name.trim().to_owned(), value.to_owned()))
        };
        Self(dotenv.lines().filter_map(assignment).collect())
    }

    /// The values from the `.env` in a folder, if there is one that can be read.
    #[must_use]
    pub fn read(folder: &Utf8Path, of_interest: impl Fn(&str) -> bool) -> Self {
        std::fs::read_to_string(folder.join(".env")).map(|text| Self::of(&text, of_interest)).unwrap_or_default()
    }

    /// A text without these values.
    #[must_use]
    pub fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (_, value)| text.replace(value, &"*".repeat(value.len())))
    }

    /// The variable whose value stands in a text.
    #[must_use]
    pub fn found_in(&self, text: &str) -> Option<&str> {
        self.0.iter().find(|(_, value)| text.contains(value.as_str())).map(|(name, _)| name.as_str())
    }
}
