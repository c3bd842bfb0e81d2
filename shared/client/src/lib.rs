//! The API client, generated from our OpenAPI document.
