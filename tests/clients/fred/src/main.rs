//! Writes through fred, at the address of REDIS_URL, and prints the id of the server after each write.

use std::time::Duration;

use fred::prelude::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let url = std::env::var("REDIS_URL").expect("REDIS_URL");
    let mut builder = Builder::from_config(Config::from_url(&url)?);
    builder.set_policy(ReconnectPolicy::new_constant(0, 100));
    builder.with_connection_config(|connection| {
        connection.internal_command_timeout = Duration::from_secs(1);
        connection.unresponsive.max_timeout = Some(Duration::from_secs(1));
        connection.unresponsive.interval = Duration::from_millis(500);
    });
    builder.with_performance_config(|performance| performance.default_command_timeout = Duration::from_secs(1));
    let client = builder.build()?;
    client.init().await?;
    for _ in 0..std::env::args().nth(1).map_or(1, |times| times.parse().expect("a number")) {
        let written: Result<(), Error> = client.set("fred", "1", None, None, false).await;
        let info: Result<String, Error> = client.info(Some(fred::types::InfoKind::Server)).await;
        match written.and(info) {
            Ok(info) => println!("{}", info.lines().find_map(|line| line.strip_prefix("run_id:")).unwrap_or_default()),
            Err(error) => eprintln!("{error}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    client.quit().await
}
