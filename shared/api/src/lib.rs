//! The admin API: routes, contract types, problems, OpenAPI.
