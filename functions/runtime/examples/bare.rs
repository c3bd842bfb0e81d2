//! A function that does nothing, to measure beside ours what doing something costs.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let answer = service_fn(async |event: LambdaEvent<Value>| Ok::<_, Error>(event.payload));
    lambda_runtime::Runtime::new(answer).run().await
}
