//! Work on several inputs at once.

/// Does the same work on each item, on all processors; the results are in the order of the items.
pub(super) fn in_parallel<T: Send, R: Send>(things: Vec<T>, each: impl Fn(T) -> R + Sync) -> Vec<R> {
    // The number of processors is read from a dozen files, so it is only read when needed.
    let processors = || std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if things.len() < 2 { 1 } else { processors().min(things.len()) };
    if threads < 2 {
        return things.into_iter().map(each).collect();
    }
    let mut shares: Vec<Vec<(usize, T)>> = (0..threads).map(|_| Vec::new()).collect();
    for (at, thing) in things.into_iter().enumerate() {
        shares[at % threads].push((at, thing));
    }
    let each = &each;
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let work = |share: Vec<(usize, T)>| share.into_iter().map(|(at, thing)| (at, each(thing))).collect::<Vec<_>>();
        let running: Vec<_> = shares.into_iter().map(|share| scope.spawn(move || work(share))).collect();
        let ended = running.into_iter().map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        ended.flatten().collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_things() {
        for count in [0, 1, 2, 7, 100] {
            let doubled = in_parallel((0..count).collect(), |number: usize| 2 * number);
            assert!(doubled.into_iter().eq((0..count).map(|number| 2 * number)), "{count}");
        }
    }
}
