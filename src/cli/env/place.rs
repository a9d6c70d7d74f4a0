//! The `.env` next to an input's files, and the mode that it selects.

use camino::{Utf8Path, Utf8PathBuf};

use crate::cli::Failure;
use crate::cli::inputs::Input;
use crate::counted::counted;
use crate::dotenv::{Dotenv, Expected, check};
use crate::files::Lock;
use crate::finding::Severity;
use crate::model::Stack;
use crate::source::Source;
use crate::suggest::nearest;

/// A `.env` and its mode.
pub(super) struct Place<'i> {
    pub(super) path: Utf8PathBuf,
    pub(super) mode: Option<&'i str>,
    pub(super) stack: &'i Stack,
    pub(super) template: &'i str,
    pub(super) expected: Expected<'i>,
}

impl<'i> Place<'i> {
    pub(super) fn find(input: &'i Input, mode: Option<&str>) -> Result<Self, Failure> {
        let modes = &input.compiled.modes;
        if modes.is_empty() && mode.is_none() {
            return Self::of(input, None).ok_or_else(|| wrong_mode(mode, modes));
        }
        let places: Vec<Self> = modes.iter().filter_map(|name| Self::of(input, Some(name))).collect();
        let dotenv = if mode.is_none() { places.first().map(Self::read).transpose()?.flatten() } else { None };
        let dotenv = dotenv.map(|source| Dotenv::parse(source.text()));
        let meant = |place: &Self| match (mode, &dotenv) {
            (Some(mode), _) => place.mode == Some(mode),
            (None, Some(dotenv)) => place.expected.starts(dotenv),
            (None, None) => false,
        };
        let none = || match (mode, &dotenv) {
            (None, Some(_)) => Failure::Usage(starts_none(&input.dir.join(".env"), modes)),
            (None, None) => {
                let path = input.dir.join(".env");
                Failure::Usage(format!("there is no {path} that selects a mode: name a mode: {}", modes.join(", ")))
            }
            _ => wrong_mode(mode, modes),
        };
        places.into_iter().find(meant).ok_or_else(none)
    }

    fn of(input: &'i Input, mode: Option<&'i str>) -> Option<Self> {
        let stack = input.compiled.stack(mode)?;
        let name = mode.map_or(".env.template".to_owned(), |mode| format!(".env.{mode}.template"));
        let mut files = input.compiled.files.as_deref().unwrap_or_default().iter();
        let template = files.find(|file| file.path().file_name() == Some(name.as_str()))?.text();
        Some(Self { path: input.dir.join(".env"), mode, stack, template, expected: Expected::new(stack, template) })
    }

    /// The file; `None` if it does not exist.
    pub(super) fn read(&self) -> Result<Option<Source>, Failure> {
        // A dangling link counts as missing here; it is rejected when the file is written.
        if self.path.exists() { Ok(Some(Source::read(&self.path)?)) } else { Ok(None) }
    }

    /// The file, if all of it can be parsed: other lines would be lost or misread.
    pub(super) fn understood(&self) -> Result<Option<Source>, Failure> {
        let source = self.read()?;
        if source.as_ref().is_some_and(|source| !Dotenv::parse(source.text()).problems.is_empty()) {
            let command = self.command("check");
            let message =
                format!("cannot parse {}, so nothing was changed: run `{command}` to see the errors", self.path);
            return Err(Failure::Usage(message));
        }
        Ok(source)
    }

    /// The file, which must exist.
    pub(super) fn existing(&self) -> Result<Source, Failure> {
        let missing =
            || Failure::Usage(format!("there is no {}: run `{}` to create it", self.path, self.command("init")));
        self.understood()?.ok_or_else(missing)
    }

    /// The lock for changing the file. Text that was read before may be outdated.
    pub(super) fn lock(&self) -> Result<Lock, Failure> {
        Ok(Lock::of(self.path.parent().unwrap_or(Utf8Path::new(".")))?)
    }

    /// The command line of `env` for this mode.
    pub(super) fn command(&self, words: &str) -> String {
        format!("stackgen env {words}{}", self.mode.map(|mode| format!(" {mode}")).unwrap_or_default())
    }
}

/// The message for a `.env` whose `COMPOSE_FILE` and `COMPOSE_PROFILES` match no mode.
fn starts_none(path: &Utf8Path, modes: &[String]) -> String {
    let all = modes.join(", ");
    format!(
        "{path} selects none of the modes {all}\nRun `stackgen env init MODE` to select one; existing values do not change."
    )
}

/// What is wrong with the `.env` next to an input's files, if there is one.
pub(in crate::cli) fn unfit(input: &Input) -> Option<String> {
    let path = input.dir.join(".env");
    let source = Source::read(&path).ok()?;
    let dotenv = Dotenv::parse(source.text());
    let modes = &input.compiled.modes;
    let all = || modes.iter().map(|mode| Some(mode.as_str())).chain(modes.is_empty().then_some(None));
    let mut places = all().filter_map(|mode| Place::of(input, mode));
    let Some(place) = places.find(|place| modes.is_empty() || place.expected.starts(&dotenv)) else {
        return Some(starts_none(&path, modes));
    };
    let errors = check(&dotenv, &place.expected, super::today());
    let errors = errors.iter().filter(|found| found.severity == Severity::Error).count();
    let what = counted(errors, "error");
    (errors > 0).then(|| {
        format!("{path} does not match the generated files ({what}): run `{}` for details", place.command("check"))
    })
}

fn wrong_mode(mode: Option<&str>, modes: &[String]) -> Failure {
    let all = modes.join(", ");
    Failure::Usage(match mode {
        None => format!("name a mode: {all}"),
        Some(path) if Utf8Path::new(path).extension() == Some("toml") => {
            format!("`{path}` is not a mode: name the mode first, then the input (the modes are {all})")
        }
        Some(_) if modes.is_empty() => "this input has no modes".to_owned(),
        Some(mode) => match nearest(mode, modes.iter().map(String::as_str)) {
            Some(near) => format!("unknown mode: did you mean `{near}`? The modes are {all}"),
            None => format!("unknown mode: the modes are {all}"),
        },
    })
}
